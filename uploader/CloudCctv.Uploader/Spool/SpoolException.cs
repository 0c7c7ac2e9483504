namespace CloudCctv.Uploader.Spool;

/// <summary>The spool cannot be used. The message is one line that names the folder and the cause.</summary>
public sealed class SpoolException(string message, Exception inner) : Exception(message, inner);
