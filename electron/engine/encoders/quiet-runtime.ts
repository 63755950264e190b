/**
 * ONNX Runtime from 1.29 on reports to its maker unless it is told not to: the file and graph names of each model, the path of the program,
 * a device id kept below the cache folder. It reads this variable once, when the first session of a process is opened. A thread's
 * `process.env` is a copy that native code does not see, so it is the main thread that sets it, before it starts any.
 */
process.env.ORT_DISABLE_TELEMETRY = '1';
