namespace CloudCctv.Storage.Folders;

/// <summary>Makes the names in a folder survive a power cut, as fsync does for the content of a file.</summary>
public static class FolderSync
{
    /// <exception cref="IOException">The folder is gone, or the disk fails.</exception>
    public static void Sync(string folder) => PosixCalls.SyncFolder(folder);
}
