// The deployed functions run on a newer Node than the oldest one that these tests run on.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
