namespace CloudCctv.Detection;

/// <summary>Which model looked; recorded with everything it found.</summary>
/// <param name="Name">The name on its card.</param>
/// <param name="Sha256">Of the .onnx file: 64 hexadecimal digits, lower case.</param>
public sealed record ModelIdentity(string Name, string Sha256);
