using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Folders;

namespace CloudCctv.Uploader.Spool;

/// <summary>The names of the files of a spool, and what a folder of them needs. Keeps nothing in memory.</summary>
internal sealed class SpoolFiles(string root)
{
    private const char Slash = '~';
    private const string Whole = ".zip";
    private const int ProbeBytes = 64 * 1024;

    private static readonly string[] Suffixes = ["", ".part", ".retiming", ".rejected"];

    public string PathOf(BatchName batch, SpoolState state) => Path.Combine(root, batch.ToString().Replace('/', Slash)) + Suffixes[(int)state];

    public string ReasonOf(BatchName batch) => PathOf(batch, SpoolState.Waiting) + ".reason.txt";

    /// <returns>Null if the file is none of ours.</returns>
    public static (BatchName Batch, SpoolState State)? Of(string path)
    {
        var name = Path.GetFileName(path);
        var end = name.LastIndexOf(Whole, StringComparison.Ordinal) + Whole.Length;
        var state = end < Whole.Length ? -1 : Array.IndexOf(Suffixes, name[end..]);
        return state >= 0 && BatchName.TryParse(name[..end].Replace(Slash, '/'), out var batch) ? (batch, (SpoolState)state) : null;
    }

    /// <summary>Makes the folder and takes it. On a read-only disk it can still be read, so that what is there leaves.</summary>
    public FileStream Hold()
    {
        Directory.CreateDirectory(root);
        var path = Path.Combine(root, ".held");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException && File.Exists(path))
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None, bufferSize: 0);
        }
    }

    public IReadOnlyList<(BatchName Batch, SpoolState State, long Bytes)> List() =>
    [
        .. new DirectoryInfo(root).EnumerateFiles("*.zip*")
            .Select(file => Of(file.Name) is { } known ? (known.Batch, known.State, LengthOf(file)) : ((BatchName, SpoolState, long)?)null)
            .OfType<(BatchName, SpoolState, long)>(),
    ];

    public IReadOnlyList<string> Parts() => [.. Directory.EnumerateFiles(root, "*.zip.part").Order(StringComparer.Ordinal)];

    public void Sync() => FolderSync.Sync(root);

    public bool CanWrite()
    {
        var probe = Path.Combine(root, ".probe");
        try
        {
            using (var file = File.OpenHandle(probe, FileMode.Create, FileAccess.Write))
            {
                RandomAccess.Write(file, new byte[ProbeBytes], 0);
                RandomAccess.FlushToDisk(file);
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
        finally
        {
            TryDelete(probe);
        }
    }

    /// <summary>For what may stay if it must.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The disk is gone or read-only: whoever finds it later knows what it is.
        }
    }

    // It may have gone since it was listed.
    private static long LengthOf(FileInfo file) => file.Exists ? file.Length : 0;
}
