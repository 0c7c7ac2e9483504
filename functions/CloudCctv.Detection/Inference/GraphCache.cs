using System.Security.Cryptography;

namespace CloudCctv.Detection.Inference;

/// <summary>
/// A folder of optimised graphs, for any number of processes. Each file is the SHA-256 of a graph and then the graph; it comes
/// whole, by a rename, or not at all, and what a power cut has torn is not read. Whatever goes wrong here only costs time.
/// </summary>
internal sealed class GraphCache
{
    private const string Extension = ".graph";
    private const string Unfinished = ".part";

    // Models and runtimes change a few times a year.
    private const int MaxGraphs = 16;

    private readonly string folder;

    private GraphCache(string folder) => this.folder = folder;

    /// <summary>Where programs of this user keep what they can make again; null if there is no such place.</summary>
    public static string? UsersFolder
    {
        get
        {
            var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            return Path.IsPathFullyQualified(cache ?? "") ? Path.Combine(cache!, "cloudcctv", "graphs")
                : Path.IsPathFullyQualified(home) ? Path.Combine(home, ".cache", "cloudcctv", "graphs")
                : null;
        }
    }

    /// <returns>Null if the folder is not there and cannot be made.</returns>
    public static GraphCache? In(string? folder)
    {
        if (string.IsNullOrEmpty(folder))
        {
            return null;
        }

        try
        {
            // A graph is as good as a program: nobody else may put one there.
            _ = OperatingSystem.IsWindows()
                ? Directory.CreateDirectory(folder)
                : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return new(Path.GetFullPath(folder));
        }
        catch (Exception exception) when (IsHarmless(exception))
        {
            return null;
        }
    }

    /// <returns>The graph, whole; null if there is none.</returns>
    public byte[]? Read(string key)
    {
        try
        {
            using var file = new FileStream(PathOf(key), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            file.ReadExactly(hash);
            var graph = GC.AllocateUninitializedArray<byte>(checked((int)(file.Length - hash.Length)));
            file.ReadExactly(graph);
            return hash.SequenceEqual(SHA256.HashData(graph)) ? graph : null;
        }
        catch (Exception exception) when (IsHarmless(exception))
        {
            return null;
        }
    }

    /// <summary>Makes an empty file for the runtime to write a graph to.</summary>
    /// <returns>Its path; null if the folder cannot be written.</returns>
    public string? NewFile()
    {
        try
        {
            var path = Path.Combine(folder, $"{Guid.NewGuid():N}{Unfinished}");
            File.WriteAllBytes(path, []);
            return path;
        }
        catch (Exception exception) when (IsHarmless(exception))
        {
            return null;
        }
    }

    /// <summary>Takes a graph that the runtime has written. Of two processes that do so at once, either's stays: one is as good as the other.</summary>
    public void Keep(string key, string file)
    {
        var part = $"{file}{Unfinished}";
        try
        {
            MakeRoom();
            var graph = File.ReadAllBytes(file);
            using (var sealedGraph = File.Create(part))
            {
                sealedGraph.Write(SHA256.HashData(graph));
                sealedGraph.Write(graph);
            }

            File.Move(part, PathOf(key), overwrite: true);
        }
        catch (Exception exception) when (IsHarmless(exception))
        {
            Drop(part);
        }
    }

    public void Forget(string key) => Drop(PathOf(key));

    /// <summary>Deletes a file if that can be done.</summary>
    public static void Drop(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception exception) when (IsHarmless(exception))
        {
            // It is found and dropped by who makes room.
        }
    }

    private void MakeRoom()
    {
        var files = new DirectoryInfo(folder).GetFiles();
        var dayAgo = File.GetLastWriteTimeUtc(folder).AddDays(-1);
        var left = files.Where(file => file.Extension == Unfinished && file.LastWriteTimeUtc < dayAgo);
        var old = files.Where(file => file.Extension == Extension).OrderByDescending(file => file.LastWriteTimeUtc).Skip(MaxGraphs - 1);
        foreach (var file in left.Concat(old))
        {
            Drop(file.FullName);
        }
    }

    private static bool IsHarmless(Exception exception) => exception is IOException or UnauthorizedAccessException or OverflowException;

    private string PathOf(string key) => Path.Combine(folder, $"{key}{Extension}");
}
