// Ends with the test process, however that ended: then our end of the pipe closes, and Azurite saves and stops.
process.stdin.resume().on('end', () => process.kill(process.pid, 'SIGTERM'));
require('azurite/dist/src/azurite');
