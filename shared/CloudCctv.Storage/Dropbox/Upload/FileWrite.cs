using CloudCctv.Storage.Dropbox.Wire;
using CloudCctv.Storage.Link;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Storage.Dropbox.Upload;

/// <summary>Creates files, and says truly what became of it: whole in one request if small, through a session if not. Thread-safe.</summary>
internal sealed class FileWrite(DropboxClient client, LinkPace? pace, TimeProvider clock)
{
    private readonly BlockSize size = new(pace);
    private readonly OpenSessions sessions = new();

    /// <exception cref="StoreUnreachableException">The service confirms other bytes than were sent.</exception>
    public async Task<PutOutcome> CreateAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        var (bytes, hash) = await ContentHash.OfAsync(content, cancellationToken);
        var whole = bytes <= size.WholeBytes;
        try
        {
            // A question first: an earlier put may have got through, and this one is megabytes.
            if (!whole && await CompareAsync(path, hash, cancellationToken) is { } before)
            {
                return before;
            }

            var file = whole
                ? await client.UploadAsync(path, WriteMode.Add, await ReadAsync(content, (int)bytes, cancellationToken), cancellationToken)
                : await new SessionUpload(client, size, sessions, clock).SendAsync(path, content, bytes, hash, cancellationToken);
            return Confirm(path, file, bytes, hash);
        }
        catch (Exception exception) when (whole && DropboxFault.IsCut(exception, cancellationToken))
        {
            // What does not get through in one piece may in several.
            size.Cut();
            throw;
        }
        catch (DropboxAnswerException answer) when (answer.IsNameTaken || answer.Has("lookup_failed"))
        {
            // Or the session is gone because it has become the file, and only the answer was lost.
            if (await CompareAsync(path, hash, cancellationToken) is { } outcome)
            {
                return outcome;
            }

            throw;
        }
    }

    public static PutOutcome Confirm(string path, Metadata file, long bytes, string hash) => file.Size == bytes && file.ContentHash == hash
        ? PutOutcome.Created
        : throw new StoreUnreachableException($"Could not put {path}: the answer does not confirm that the service holds it.");

    /// <summary>Null if there is no such file.</summary>
    private async Task<PutOutcome?> CompareAsync(string path, string hash, CancellationToken cancellationToken) =>
        await client.FindAsync(path, cancellationToken) is not { } there ? null
        : there.ContentHash == hash ? PutOutcome.AlreadyThere
        : PutOutcome.Conflict;

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream content, int bytes, CancellationToken cancellationToken)
    {
        var whole = new byte[bytes];
        await content.ReadExactlyAsync(whole, cancellationToken);
        return whole;
    }
}
