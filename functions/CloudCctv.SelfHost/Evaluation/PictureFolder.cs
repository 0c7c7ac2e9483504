namespace CloudCctv.SelfHost.Evaluation;

/// <summary>The pictures of a set: the JPEGs in a folder and in the folders below it.</summary>
/// <param name="Root">The folder.</param>
/// <param name="Names">Paths below it, slashes forward, in order.</param>
/// <param name="Others">How many pictures of other kinds lie there, which the detector does not read.</param>
internal sealed record PictureFolder(string Root, IReadOnlyList<string> Names, int Others)
{
    private static readonly string[] Read = [".jpg", ".jpeg"];
    private static readonly string[] Known = [".png", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".heic"];

    /// <exception cref="IOException">It is not there, or holds no JPEG.</exception>
    public static PictureFolder Open(string root)
    {
        if (!Directory.Exists(root))
        {
            throw new DirectoryNotFoundException($"{root}: there is no such folder of pictures.");
        }

        var files = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).ToLookup(file => Path.GetExtension(file).ToUpperInvariant());
        var names = Read.SelectMany(ending => files[ending.ToUpperInvariant()])
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .ToList();
        var others = Known.Sum(ending => files[ending.ToUpperInvariant()].Count());
        return names.Count > 0
            ? new PictureFolder(root, names, others)
            : throw new FileNotFoundException($"{root}: holds no JPEG{(others > 0 ? $"; the {others} pictures of other kinds are not read, convert them" : "")}.");
    }

    public string PathOf(string name) => Path.Combine(Root, name);
}
