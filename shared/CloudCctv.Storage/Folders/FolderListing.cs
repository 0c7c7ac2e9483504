using System.IO.Enumeration;

namespace CloudCctv.Storage.Folders;

/// <summary>Walks a folder tree in the ordinal order of whole names, holding one folder per level in memory.</summary>
internal static class FolderListing
{
    /// <summary>Names of files under a prefix, relative to the root, parted by slashes.</summary>
    public static IEnumerable<string> Names(string root, string prefix)
    {
        var slash = prefix.LastIndexOf('/') + 1;
        return Below(root, prefix[..slash], prefix[slash..]);
    }

    /// <summary>Names of folders directly under a prefix that hold a file at any depth, in ordinal order.</summary>
    public static IEnumerable<string> Folders(string root, string prefix) =>
        Level(root, prefix)
            .Where(entry => entry.EndsWith('/') && Below(root, prefix + entry, "").Any())
            .Select(entry => entry[..^1])
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Below(string root, string folder, string start)
    {
        foreach (var entry in Level(root, folder).Where(entry => entry.StartsWith(start, StringComparison.Ordinal)))
        {
            if (!entry.EndsWith('/'))
            {
                yield return folder + entry;
                continue;
            }

            foreach (var name in Below(root, folder + entry, ""))
            {
                yield return name;
            }
        }
    }

    /// <summary>
    /// Entries of one folder. A folder sorts with its slash, because <c>-</c> and <c>.</c> come before it:
    /// "a-b/x" and "a.jpg" are before "a/x".
    /// </summary>
    private static string[] Level(string root, string folder)
    {
        try
        {
            var entries = new FileSystemEnumerable<string>(
                Path.Combine(root, folder),
                (ref FileSystemEntry entry) => entry.IsDirectory ? entry.FileName.ToString() + '/' : entry.FileName.ToString(),
                // Links could lead out of the store, or round in circles.
                new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false })
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) => entry.FileName[0] != '.',
            };
            return [.. entries.Order(StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            // Never there, or removed since its parent was read.
            return [];
        }
    }
}
