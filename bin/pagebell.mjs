#!/usr/bin/env node
// What `npx pagebell` starts: Node 20 runs TypeScript only through a loader.
import 'tsx';

// The SDK warns on Node 20, which Pagebell supports: that would hide the command's own lines.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
await import('./pagebell.ts');
