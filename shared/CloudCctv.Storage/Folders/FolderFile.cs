using System.Globalization;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Storage.Folders;

/// <summary>One object as a file.</summary>
internal static class FolderFile
{
    public static FileStream? TryOpen(string path)
    {
        try
        {
            // No lock: a replacement is another file that takes the name over.
            return new FileStream(path, new FileStreamOptions
            {
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.Asynchronous,
            });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException || Directory.Exists(path))
        {
            return null;
        }
    }

    public static ObjectProperties? PropertiesOf(ObjectName name, string path)
    {
        try
        {
            // Not Exists: it also answers false when the disk fails or denies.
            var file = new FileInfo(path);
            return PropertiesOf(name, file.Length, file.LastWriteTimeUtc);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public static ObjectProperties PropertiesOf(ObjectName name, long bytes, DateTime writtenAt)
    {
        var etag = new ETag(string.Create(CultureInfo.InvariantCulture, $"{writtenAt.Ticks:x}-{bytes:x}"));
        return new ObjectProperties(name, bytes, etag, new DateTimeOffset(writtenAt, TimeSpan.Zero));
    }

    /// <exception cref="IOException">The file system keeps times too coarsely to tell versions apart.</exception>
    public static void Stamp(string path, DateTime stamp)
    {
        File.SetLastWriteTimeUtc(path, stamp);
        if (File.GetLastWriteTimeUtc(path) != stamp)
        {
            throw new IOException("The file system does not keep file times to 100 ns; put the store on ext4, XFS, Btrfs, F2FS, NTFS or APFS.");
        }
    }

    /// <exception cref="StoreRejectedException">The name is that of a folder, or of a link that leads nowhere.</exception>
    public static void ThrowIfNoFile(string path)
    {
        if (Directory.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            throw new StoreRejectedException($"'{path}' cannot be stored: a folder of other objects has this name.");
        }
    }
}
