namespace CloudCctv.Uploader.Capture;

/// <summary>A camera or file cannot be read. The message is one line that names the source and what to do.</summary>
public sealed class CaptureException(string message, Exception? inner = null) : Exception(message, inner);
