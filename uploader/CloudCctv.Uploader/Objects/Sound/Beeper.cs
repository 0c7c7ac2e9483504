using CloudCctv.Uploader.Capture;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Objects.Sound;

/// <summary>Plays a sound through a program of the device, beside the filming, one at a time. Whatever befalls it is logged and harms nothing.</summary>
/// <param name="camera">For the log.</param>
/// <param name="command">The program and its arguments; it gets a WAV file on its input.</param>
/// <param name="logger">Told when it cannot be played.</param>
internal sealed class Beeper(string camera, IReadOnlyList<string> command, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestAtTheEnd = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource stop = new();
    private Task playing = Task.CompletedTask;

    /// <summary>Returns at once. While a sound is being played another is left out.</summary>
    public void Play()
    {
        if (playing.IsCompleted)
        {
            playing = Task.Run(PlayAsync, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        stop.CancelAfter(LongestAtTheEnd);
        await playing;
        stop.Dispose();
    }

    private async Task PlayAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        limit.CancelAfter(Longest);
        var complaint = "";
        try
        {
            await using var program = ChildProcess.TryStartFed(command[0], command.Skip(1), line => complaint = line ?? complaint, limit.Token);
            if (program is null)
            {
                logger.BeepFailed(camera, command[0], "there is no such program (aplay is in Debian's package alsa-utils)");
                return;
            }

            await FeedAsync(program, limit.Token);
            var code = await program.WaitAsync(limit.Token);
            limit.Token.ThrowIfCancellationRequested();
            if (code != 0)
            {
                logger.BeepFailed(camera, command[0], $"it ended with {code}. {complaint}");
            }
        }
        catch (OperationCanceledException)
        {
            logger.BeepFailed(camera, command[0], "it did not end, and was ended");
        }
        catch (IOException exception)
        {
            logger.BeepFailed(camera, command[0], exception.Message);
        }
    }

    private static async Task FeedAsync(ChildProcess program, CancellationToken cancellationToken)
    {
        // Whatever it says must not fill its pipe.
        var saying = program.Output.CopyToAsync(Stream.Null, cancellationToken);
        try
        {
            await program.Input.WriteAsync(ToneWav.Make(), cancellationToken);
            program.Input.Close();
        }
        catch (IOException)
        {
            // It has ended already; its exit code tells.
        }

        await saying;
    }
}
