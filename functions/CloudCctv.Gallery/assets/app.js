// @ts-check
// On every page: makes the gallery an app that can be installed and that shows alerts. Pages work without it.
'use strict';

navigator.serviceWorker?.register('/service-worker.js');
