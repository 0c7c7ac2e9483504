namespace CloudCctv.Storage.Folders;

/// <summary>Files that only their owner may read, for keys. A power cut leaves a whole file or none, never a part of one.</summary>
public static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes the file, in the place of an older one.</summary>
    public static void Write(string path, string text)
    {
        File.Move(WriteAside(path, text), path, overwrite: true);
        FolderSync.Sync(FolderOf(path));
    }

    /// <returns>False if there is a file already, which is left as it is: of two processes that start together, one is first.</returns>
    public static bool TryCreate(string path, string text)
    {
        var aside = WriteAside(path, text);
        if (!PosixCalls.TryMoveNew(aside, path))
        {
            File.Delete(aside);
            return false;
        }

        FolderSync.Sync(FolderOf(path));
        return true;
    }

    /// <summary>Reads it, and takes the right to do so from everybody else: somebody may have copied it here with other rights.</summary>
    public static string Read(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }

        return File.ReadAllText(path);
    }

    private static string WriteAside(string path, string text)
    {
        Directory.CreateDirectory(FolderOf(path));
        var aside = $"{path}.{Guid.NewGuid():N}.part";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using var writer = new StreamWriter(aside, options);
        writer.Write(text);
        writer.Flush();
        ((FileStream)writer.BaseStream).Flush(flushToDisk: true);
        return aside;
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;
}
