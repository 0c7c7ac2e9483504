using System.Text.RegularExpressions;

namespace CloudCctv.Uploader.Live.Saved;

/// <summary>A file that the page offers.</summary>
/// <param name="Name">Path within the folder, with forward slashes.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Time">When it was written, UTC.</param>
internal sealed record SavedFile(string Name, long Bytes, DateTimeOffset Time);

/// <summary>
/// The files of one kind under a folder, and nothing else: a name that was not listed cannot be opened, whatever it looks like.
/// </summary>
/// <param name="folder">May be absent.</param>
/// <param name="extension">With its dot.</param>
internal sealed partial class SavedFolder(string folder, string extension)
{
    public const int MostListed = 500;

    private static readonly EnumerationOptions Plain = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 3,
        IgnoreInaccessible = true,
        // Links lead elsewhere.
        AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden | FileAttributes.System,
    };

    /// <summary>The newest by name, which begins with the time.</summary>
    public IReadOnlyList<SavedFile> List() => !Directory.Exists(folder) ? [] :
    [
        .. Directory.EnumerateFiles(folder, "*" + extension, Plain)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Where(IsName)
            .OrderDescending(StringComparer.Ordinal)
            .Take(MostListed)
            .Select(name => (name, new FileInfo(Path.Combine(folder, name))))
            // Deleted by somebody else meanwhile.
            .Where(pair => pair.Item2.Exists)
            .Select(pair => new SavedFile(pair.name, pair.Item2.Length, pair.Item2.LastWriteTimeUtc)),
    ];

    /// <summary>The full path of a file; null if the name is not one of this folder's.</summary>
    public string? Find(string? name)
    {
        if (name is null || !IsName(name))
        {
            return null;
        }

        var path = folder;
        foreach (var part in name.Split('/'))
        {
            path = Path.Combine(path, part);
            if (!Path.Exists(path) || File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint))
            {
                return null;
            }
        }

        return File.Exists(path) ? path : null;
    }

    private bool IsName(string name) => name.Length <= 200 && Safe().IsMatch(name) && name.EndsWith(extension, StringComparison.Ordinal);

    // No part begins with a dot, so none is "..", and there is no backslash, colon or zero byte.
    [GeneratedRegex(@"^([A-Za-z0-9_-][A-Za-z0-9._-]*/){0,3}[A-Za-z0-9_-][A-Za-z0-9._-]*\z")]
    private static partial Regex Safe();
}
