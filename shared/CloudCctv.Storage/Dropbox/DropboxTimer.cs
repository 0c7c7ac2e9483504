namespace CloudCctv.Storage.Dropbox;

/// <summary>The caller's cancellation, or the end of our patience.</summary>
internal sealed class DropboxTimer : IDisposable
{
    private readonly CancellationTokenSource timer;
    private readonly CancellationTokenSource either;

    public DropboxTimer(TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        timer = new CancellationTokenSource(patience, clock);
        either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
    }

    public CancellationToken Token => either.Token;

    public void Dispose()
    {
        either.Dispose();
        timer.Dispose();
    }
}
