using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Spool;

namespace CloudCctv.Uploader.Health.Device;

/// <param name="Bytes">Length of all files, those of rejected batches included.</param>
/// <param name="Oldest">Start of the oldest event that waits; null if none does.</param>
internal readonly record struct SpoolUse(long Bytes, DateTimeOffset? Oldest)
{
    /// <summary>Looks into the folder. Files may come and go meanwhile.</summary>
    public static SpoolUse Of(SpoolFolder spool, string folder)
    {
        try
        {
            return new SpoolUse(
                new DirectoryInfo(folder).EnumerateFiles().Sum(LengthOf),
                spool.Waiting() is [BatchName first, ..] ? first.Event.Start : null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    private static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }
}
