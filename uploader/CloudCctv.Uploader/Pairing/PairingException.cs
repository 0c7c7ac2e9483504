namespace CloudCctv.Uploader.Pairing;

/// <summary>Pairing did not succeed; the message says why and what to do.</summary>
public sealed class PairingException(string message, Exception? inner = null) : Exception(message, inner);
