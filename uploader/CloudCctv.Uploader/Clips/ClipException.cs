namespace CloudCctv.Uploader.Clips;

/// <summary>A clip cannot be made. The message says why, in one line.</summary>
public sealed class ClipException(string message, Exception? inner = null) : Exception(message, inner);
