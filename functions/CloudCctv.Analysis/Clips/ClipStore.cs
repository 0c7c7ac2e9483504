using System.Text;
using System.Text.RegularExpressions;
using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Intake.Mp4;
using CloudCctv.Analysis.Stores;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Faults;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Clips;

/// <summary>Keeps the clips of events, each beside the pictures of its event: <c>clip.mp4</c> and <c>clip.sha256</c>. Thread-safe.</summary>
public sealed partial class ClipStore(IObjectStore store)
{
    private const int MostSumBytes = 200;

    private const int HeadBytes = 64 << 10;

    /// <returns>Null if there is none, or not all of it yet.</returns>
    public async Task<StoredClip?> FindAsync(EventName eventName, CancellationToken cancellationToken) =>
        await ReadSumAsync(eventName, cancellationToken) is { } sha256 && await store.GetPropertiesAsync(ClipName.FilmOf(eventName), cancellationToken) is { } film
            ? new StoredClip(sha256, film.Bytes)
            : null;

    /// <summary>The film, which can seek in the stores that we read from; null if there is none, or not all of it yet. The caller disposes it.</summary>
    public async Task<StoredObject?> OpenAsync(EventName eventName, CancellationToken cancellationToken) =>
        await store.GetPropertiesAsync(ClipName.SumOf(eventName), cancellationToken) is null ? null : await store.OpenReadAsync(ClipName.FilmOf(eventName), cancellationToken);

    /// <summary>The sum as it is stored, or null. The caller disposes it.</summary>
    public Task<StoredObject?> OpenSumAsync(EventName eventName, CancellationToken cancellationToken) => store.OpenReadAsync(ClipName.SumOf(eventName), cancellationToken);

    /// <summary>Saves the clip of an event; doing it again changes nothing.</summary>
    /// <param name="eventName">Whose.</param>
    /// <param name="film">All of it, at position 0; seekable.</param>
    /// <param name="sha256">Of the film, lower-case hexadecimal.</param>
    /// <param name="cancellationToken">Stops between the writes.</param>
    /// <exception cref="ClipConflictException">Another clip is kept of this event; it was not touched.</exception>
    internal async Task SaveAsync(EventName eventName, Stream film, string sha256, CancellationToken cancellationToken)
    {
        if (await store.PutNewAsync(ClipName.FilmOf(eventName), film, cancellationToken) == PutOutcome.Conflict)
        {
            throw new ClipConflictException(eventName);
        }

        CrashPoint.Reach(WorkerSteps.ClipSaved);
        if (await store.PutNewAsync(ClipName.SumOf(eventName), Encoding.ASCII.GetBytes($"{sha256}  {ClipRecord.EntryName}\n"), cancellationToken) == PutOutcome.Conflict)
        {
            throw new ClipConflictException(eventName);
        }

        CrashPoint.Reach(WorkerSteps.ClipSumSaved);
    }

    /// <summary>Deletes the clip of an event, and what a half-finished save or delete of one has left.</summary>
    /// <returns>True if there was any of it.</returns>
    public async Task<bool> DeleteAsync(EventName eventName, CancellationToken cancellationToken)
    {
        // In this order, so that none that is being deleted is taken for whole.
        var hadSum = await store.DeleteAsync(ClipName.SumOf(eventName), cancellationToken);
        return await store.DeleteAsync(ClipName.FilmOf(eventName), cancellationToken) || hadSum;
    }

    /// <summary>Deletes what a half-finished save has left; a clip that is whole stays.</summary>
    internal async Task DeleteUnfinishedAsync(EventName eventName, CancellationToken cancellationToken)
    {
        if (await store.GetPropertiesAsync(ClipName.SumOf(eventName), cancellationToken) is null)
        {
            await store.DeleteAsync(ClipName.FilmOf(eventName), cancellationToken);
        }
    }

    /// <returns>How long the clip says that it is; null if it does not, or there is none.</returns>
    internal async Task<TimeSpan?> LengthAsync(EventName eventName, CancellationToken cancellationToken)
    {
        await using var film = await store.OpenReadAsync(ClipName.FilmOf(eventName), cancellationToken);
        if (film is null)
        {
            return null;
        }

        var head = new byte[Math.Min(HeadBytes, film.Properties.Bytes)];
        await film.Content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        return MovieHeader.LengthOf(new MemoryStream(head), film.Properties.Bytes);
    }

    /// <returns>What the sum says; null if there is none, or none that this program writes.</returns>
    internal async Task<string?> ReadSumAsync(EventName eventName, CancellationToken cancellationToken)
    {
        await using var found = await OpenSumAsync(eventName, cancellationToken);
        if (found is null or { Properties.Bytes: > MostSumBytes })
        {
            return null;
        }

        using var reader = new StreamReader(found.Content, Encoding.ASCII);
        return Sum().Match(await reader.ReadToEndAsync(cancellationToken)) is { Success: true } match ? match.Groups[1].Value : null;
    }

    [GeneratedRegex(@"\A([0-9a-f]{64})  clip\.mp4\n?\z")]
    private static partial Regex Sum();
}

/// <param name="Sha256">What the device told of its bytes, lower-case hexadecimal.</param>
/// <param name="Bytes">Its length.</param>
public sealed record StoredClip(string Sha256, long Bytes);

/// <summary>A device sent two different clips of one event. The first is evidence and stays.</summary>
public sealed class ClipConflictException(EventName eventName)
    : Exception($"Another clip is already kept as '{ClipName.FilmOf(eventName)}'.");
