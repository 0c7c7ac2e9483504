using CloudCctv.Storage.Dropbox.Wire;
using CloudCctv.Storage.Link;

namespace CloudCctv.Storage.Dropbox.Upload;

/// <summary>
/// Sends a file through an upload session, in pieces as long as the link bears. After a cut nobody knows how much the service
/// holds: the next piece is offered at the old place, and the service's <c>incorrect_offset</c> says where to go on.
/// </summary>
internal sealed class SessionUpload(DropboxClient client, BlockSize size, OpenSessions sessions, TimeProvider clock)
{
    private static readonly TimeSpan AfterCut = TimeSpan.FromMilliseconds(200);

    // Each is a step forward or the answer to a cut; a service that sends us to and fro is broken.
    private const int MostCorrections = 20;

    private readonly byte[] buffer = new byte[BlockSize.LargestBytes];
    private int cutsInARow;
    private int corrections;

    /// <param name="path">Of the file to be.</param>
    /// <param name="content">From its current position to the end.</param>
    /// <param name="bytes">How much that is.</param>
    /// <param name="hash">Its content hash: with the path, what a session is found again by.</param>
    /// <param name="cancellationToken">Abandons it; the next try goes on from there.</param>
    public async Task<Metadata> SendAsync(string path, Stream content, long bytes, string hash, CancellationToken cancellationToken)
    {
        var start = content.Position;
        var found = sessions.Take(path, hash);
        var place = found ?? await BeginAsync(cancellationToken);
        try
        {
            while (true)
            {
                try
                {
                    while (place.Offset < bytes)
                    {
                        content.Position = start + place.Offset;
                        place = await AppendAsync(place, content, bytes, cancellationToken);
                    }

                    return await client.FinishAsync(place, path, cancellationToken);
                }
                catch (DropboxAnswerException answer) when (answer.CorrectOffset is >= 0 and var offset && offset <= bytes && offset != place.Offset && ++corrections <= MostCorrections)
                {
                    place = place with { Offset = offset };
                }
                catch (DropboxAnswerException answer) when (found is not null && IsGone(answer))
                {
                    // It was too old.
                    found = null;
                    place = await BeginAsync(cancellationToken);
                }
            }
        }
        catch (Exception exception) when (exception is not DropboxAnswerException answer || !IsGone(answer))
        {
            sessions.Keep(path, hash, place);
            throw;
        }
    }

    private static bool IsGone(DropboxAnswerException answer) =>
        answer.Tags is ["not_found" or "closed", ..] or ["lookup_failed", "not_found" or "closed", ..] || answer.Tags is [_, "conflict", ..];

    private async Task<SessionPlace> BeginAsync(CancellationToken cancellationToken) => new(await client.StartSessionAsync(cancellationToken), 0);

    private async Task<SessionPlace> AppendAsync(SessionPlace place, Stream content, long bytes, CancellationToken cancellationToken)
    {
        var room = (int)Math.Min(size.Bytes, bytes - place.Offset);
        await content.ReadExactlyAsync(buffer.AsMemory(0, room), cancellationToken);
        try
        {
            await client.AppendAsync(place, buffer.AsMemory(0, room), cancellationToken);
            size.Sent();
            cutsInARow = 0;
            return place with { Offset = place.Offset + room };
        }
        catch (Exception exception) when (DropboxFault.IsCut(exception, cancellationToken))
        {
            size.Cut();
            if (++cutsInARow > 1)
            {
                throw;
            }

            await Task.Delay(AfterCut, clock, cancellationToken);
            return place;
        }
    }
}
