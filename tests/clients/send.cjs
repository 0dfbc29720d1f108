// Sends a linkback with a package of npm's, and prints what the package reports, as JSON:
// node send.cjs PACKAGE SOURCE TARGET [OPTIONS]
'use strict';

const [name, source, target, options = '{}'] = process.argv.slice(2);
const send = require(name);
// send-webmention leaves the page unread when a header told enough, and Node would wait for the server to hang up
const report = (what) => process.stdout.write(JSON.stringify(what), () => process.exit(0));
const failure = (error) => report({ code: error.code, error: error.message ?? error });

if (name === 'send-webmention') {
  send(source, target, (error, result) => {
    if (error) return failure(error);
    report({ success: result.success, status: result.res?.statusCode, location: result.res?.headers.location });
  });
} else if (name === 'pingback') {
  send.send(target, source, (error, endpoint) => (error ? failure(error) : report({ endpoint: endpoint.href })));
} else if (name === 'trackback') {
  send.ping(target, source, JSON.parse(options), (error) => (error ? failure(error) : report({})));
}
