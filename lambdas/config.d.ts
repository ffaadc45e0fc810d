/**
 * The validated configuration. Synth writes it to a file and points this name there, so that each bundle
 * holds it: a Lambda's environment has room for only 4 KB.
 */
declare module '#config' {
  const settings: import('./core/settings.ts').Settings;
  export default settings;
}
