namespace CloudCctv.Contracts.Batches;

/// <summary>A manifest breaks the contract. The message names the field, the value and what would be right.</summary>
public sealed class ManifestException(string message, Exception? inner = null) : Exception(message, inner);
