namespace CloudCctv.Storage.Folders;

/// <summary>Folders come with the first file in them and go with the last, whoever else does the same at that moment.</summary>
internal static class FolderTree
{
    /// <summary>Every new attempt means that a delete came between; so many do not.</summary>
    private const int MaxAttempts = 1000;

    private const int Exists = 17;

    /// <summary>Moves a file to its name, making folders on the way, and, if it is to be durable, has the disk confirm all of it.</summary>
    /// <returns>False if the name is taken and <paramref name="overwrite"/> is not given.</returns>
    public static bool Publish(string source, string path, bool overwrite, bool durable = true)
    {
        var folder = Path.GetDirectoryName(path)!;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var highestNew = CreateFolders(folder);
                var moved = Move(source, path, overwrite);
                if (durable)
                {
                    SyncUp(folder, highestNew);
                }

                return moved;
            }
            catch (IOException e) when (HasFileAbove(path))
            {
                throw new StoreRejectedException($"'{path}' cannot be stored: an object has the name of one of its folders.", e);
            }
            catch (IOException e) when (attempt < MaxAttempts && IsFolderGone(e) && File.Exists(source))
            {
                // A delete took an empty folder away while we made it, or before we moved something into it.
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

    private static bool Move(string source, string path, bool overwrite)
    {
        if (!overwrite)
        {
            return PosixCalls.TryMoveNew(source, path);
        }

        File.Move(source, path, overwrite: true);
        return true;
    }

    /// <summary>EEXIST too: the class library makes a folder, finds that it exists, looks again, and it has gone.</summary>
    private static bool IsFolderGone(IOException e) => e is DirectoryNotFoundException or FileNotFoundException or { HResult: Exists };

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
