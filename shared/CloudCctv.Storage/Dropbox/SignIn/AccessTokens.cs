namespace CloudCctv.Storage.Dropbox.SignIn;

/// <summary>Turns the refresh token into access tokens, which live for hours, and keeps the newest. Thread-safe.</summary>
internal sealed class AccessTokens(DropboxToken token, TokenEndpoint endpoint, TimeProvider clock)
{
    /// <summary>A token is replaced this long before its end, so that it does not run out on the way.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly Lock gate = new();
    private Task<Held>? asking;

    /// <summary>Whoever comes while one is asked for waits for the same.</summary>
    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        Task<Held> held;
        lock (gate)
        {
            held = asking = asking is null || asking.IsFaulted || asking.IsCanceled || (asking.IsCompletedSuccessfully && HasRunOut(asking.Result)) ? AskAsync() : asking;
        }

        return (await held.WaitAsync(cancellationToken)).Text;
    }

    /// <summary>The service does not take it any more. Does nothing if there is a newer one by now.</summary>
    public void Forget(string refused)
    {
        lock (gate)
        {
            asking = asking is { IsCompletedSuccessfully: true } && asking.Result.Text == refused ? null : asking;
        }
    }

    // By the counter: the wall clock of a device may be years behind.
    private bool HasRunOut(Held held) => clock.GetElapsedTime(held.Since) >= held.Life;

    // Nobody's cancellation ends it: others may wait for it, and it has a time-out of its own.
    private async Task<Held> AskAsync()
    {
        var since = clock.GetTimestamp();
        var answer = await endpoint.RefreshAsync(token, CancellationToken.None);
        var life = TimeSpan.FromSeconds(answer.ExpiresIn);
        return new Held(answer.AccessToken, since, life > Margin * 2 ? life - Margin : life / 2);
    }

    private sealed record Held(string Text, long Since, TimeSpan Life);
}
