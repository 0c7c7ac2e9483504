using System.Security.Cryptography;
using System.Text;

namespace CloudCctv.Uploader.Live.Web;

/// <summary>A file of the page, from the assembly itself: nothing to copy beside it, nothing from another server.</summary>
internal sealed record Asset(string Name, string ContentType, byte[] Content, string Version)
{
    private const string Folder = "CloudCctv.Uploader.Live.Pages.";

    public static IReadOnlyList<Asset> All { get; } =
        [.. typeof(Asset).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(Load)];

    public static Asset Named(string name) => All.Single(asset => asset.Name == name);

    public static string Text(string name) => Encoding.UTF8.GetString(Named(name).Content);

    private static Asset Load(string resource)
    {
        using var stream = typeof(Asset).Assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var name = resource[Folder.Length..];
        return new Asset(name, TypeOf(name), content, Convert.ToHexStringLower(SHA256.HashData(content))[..12]);
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".html" => "text/html; charset=utf-8",
        var other => throw new InvalidOperationException($"There is no content type for '{other}'."),
    };
}
