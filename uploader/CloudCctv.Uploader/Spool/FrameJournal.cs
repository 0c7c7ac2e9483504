using System.Text;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Uploader.Spool;

/// <summary>
/// For tests: one line <c>BATCH FRAME SHA256</c> per accepted frame, which is one whose write to the part has returned. Kept
/// in the file that the environment variable <c>CLOUDCCTV_FRAME_JOURNAL</c> names; without it, nothing is written. Each line
/// is one append, so that it outlives the process. Thread-safe.
/// </summary>
internal static class FrameJournal
{
    /// <summary>The environment variable that names the file.</summary>
    public const string Variable = "CLOUDCCTV_FRAME_JOURNAL";

    private static readonly FileStream? Journal = Open(Environment.GetEnvironmentVariable(Variable));

    public static void Accepted(BatchName batch, FrameRecord frame)
    {
        if (Journal is not null)
        {
            lock (Journal)
            {
                Journal.Write(Encoding.ASCII.GetBytes($"{batch} {frame.Name} {frame.Sha256}\n"));
            }
        }
    }

    private static FileStream? Open(string? path) =>
        string.IsNullOrEmpty(path) ? null : new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
}
