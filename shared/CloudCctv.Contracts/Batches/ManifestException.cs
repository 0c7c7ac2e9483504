using CloudCctv.Contracts.Names;

namespace CloudCctv.Contracts.Batches;

/// <summary>A manifest breaks the contract. The message names the field, the value and what would be right, on one line.</summary>
public sealed class ManifestException(string message, Exception? inner = null) : Exception(ShownText.Of(message, 400), inner);
