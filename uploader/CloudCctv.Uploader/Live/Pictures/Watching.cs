namespace CloudCctv.Uploader.Live.Pictures;

/// <summary>One viewer of a feed, from its coming to its leaving. For one thread at a time.</summary>
internal sealed class Watching(PictureFeed feed) : IDisposable
{
    private long seen;
    private bool left;

    /// <summary>The newest picture that this viewer has not had yet; waits until there is one. The caller disposes it.</summary>
    public async ValueTask<LivePicture> NextAsync(CancellationToken cancellationToken)
    {
        var picture = await feed.NextAsync(seen, cancellationToken);
        seen = picture.Number;
        return picture;
    }

    public void Dispose()
    {
        if (!left)
        {
            left = true;
            feed.Leave();
        }
    }
}
