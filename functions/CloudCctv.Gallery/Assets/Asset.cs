using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CloudCctv.Gallery.Assets;

/// <summary>A file that is the same for everybody.</summary>
/// <param name="Path">Where it is served.</param>
/// <param name="ContentType">With its character set.</param>
/// <param name="Version">Changes with the content.</param>
internal sealed partial record Asset(string Path, string ContentType, string Version)
{
    public required Lazy<byte[]> Bytes { get; init; }

    public byte[] Content => Bytes.Value;

    public string Url => $"{Path}?v={Version}";

    /// <summary>From the assembly itself: nothing to copy beside it.</summary>
    public static Asset Load(string path, string contentType)
    {
        using var stream = typeof(Asset).Assembly.GetManifestResourceStream($"CloudCctv.Gallery.assets.{path[(path.LastIndexOf('/') + 1)..]}")!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return Of(path, contentType, content);
    }

    /// <summary>Drawn when somebody asks for it: few do, and a small computer needs a moment.</summary>
    /// <param name="path">Where it is served.</param>
    /// <param name="version">To be changed with the drawing.</param>
    /// <param name="draw">Makes a PNG.</param>
    public static Asset Drawn(string path, string version, Func<byte[]> draw) => new(path, "image/png", version) { Bytes = new Lazy<byte[]>(draw) };

    /// <summary>The same with the addresses of other assets in its text replaced by those that change with their content.</summary>
    public Asset Naming(IReadOnlyDictionary<string, Asset> others) =>
        Of(Path, ContentType, Encoding.UTF8.GetBytes(AssetPath().Replace(Encoding.UTF8.GetString(Content), found => others[found.Value].Url)));

    private static Asset Of(string path, string contentType, byte[] content) =>
        new(path, contentType, Convert.ToHexStringLower(SHA256.HashData(content))[..12]) { Bytes = new Lazy<byte[]>(content) };

    [GeneratedRegex("/assets/[a-z0-9-]+\\.[a-z]+")]
    private static partial Regex AssetPath();
}
