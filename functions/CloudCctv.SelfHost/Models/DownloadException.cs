namespace CloudCctv.SelfHost.Models;

/// <summary>A model could not be downloaded. The message is one line: from where, what happened, what to do.</summary>
public sealed class DownloadException(string message, Exception? inner = null) : Exception(message, inner);
