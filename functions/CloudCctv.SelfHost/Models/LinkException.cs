namespace CloudCctv.SelfHost.Models;

/// <summary>The way to the server failed, or the server did for now: another attempt may do better.</summary>
internal sealed class LinkException(string message, Exception? inner = null) : Exception(message, inner);
