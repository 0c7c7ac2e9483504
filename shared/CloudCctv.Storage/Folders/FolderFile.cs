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

    /// <summary>Moves a file to its name, making folders on the way, and has the disk confirm all of it.</summary>
    /// <returns>False if the name is taken and <paramref name="overwrite"/> is not given.</returns>
    public static bool Publish(string source, string path, bool overwrite)
    {
        var folder = Path.GetDirectoryName(path)!;
        while (true)
        {
            try
            {
                var highestNew = CreateFolders(folder);
                var moved = Move(source, path, overwrite);
                SyncUp(folder, highestNew);
                return moved;
            }
            catch (IOException e) when (HasFileAbove(path))
            {
                throw new StoreRejectedException($"'{path}' cannot be stored: an object has the name of one of its folders.", e);
            }
            catch (DirectoryNotFoundException) when (File.Exists(source))
            {
                // A delete took the empty folder away between making it and moving into it.
            }
        }
    }

    /// <summary>Stops at the first folder that is in use, also if that use began a moment ago.</summary>
    public static void RemoveEmptyFolders(string folder, string root)
    {
        try
        {
            while (folder.Length > root.Length)
            {
                Directory.Delete(folder);
                folder = Path.GetDirectoryName(folder)!;
            }
        }
        catch (IOException)
        {
            // Not empty, or another delete was first.
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

    private static bool Move(string source, string path, bool overwrite)
    {
        if (!overwrite)
        {
            return PosixCalls.TryMoveNew(source, path);
        }

        File.Move(source, path, overwrite: true);
        return true;
    }

    private static bool HasFileAbove(string path)
    {
        var folder = Path.GetDirectoryName(path);
        while (folder is not null && !Directory.Exists(folder))
        {
            if (File.Exists(folder))
            {
                return true;
            }

            folder = Path.GetDirectoryName(folder);
        }

        return false;
    }

    /// <returns>The topmost folder that was not there, or null.</returns>
    private static string? CreateFolders(string folder)
    {
        string? highestNew = null;
        for (var above = folder; above is not null && !Directory.Exists(above); above = Path.GetDirectoryName(above))
        {
            highestNew = above;
        }

        if (highestNew is not null)
        {
            Directory.CreateDirectory(folder);
        }

        return highestNew;
    }

    /// <summary>Syncs a folder and every folder above it that has a new one below it.</summary>
    private static void SyncUp(string folder, string? highestNew)
    {
        PosixCalls.SyncFolder(folder);
        while (highestNew is not null && folder.Length >= highestNew.Length)
        {
            folder = Path.GetDirectoryName(folder)!;
            PosixCalls.SyncFolder(folder);
        }
    }
}
