using System.Security.Cryptography;
using CloudCctv.Analysis.Clips;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Fsck;

/// <summary>Clips: each is of an event that is kept, and has its hash, and that fits. Reads every clip. Nothing can be repaired: where the zip still waits, a worker will do it.</summary>
internal sealed class ClipCheck(ClipStore clips, ClipJudge judge)
{
    /// <param name="parts">What there is of one clip.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <returns>Null if nothing is wrong, or this is no clip.</returns>
    public async Task<Finding?> LookAsync(IReadOnlyList<ObjectProperties> parts, CancellationToken cancellationToken)
    {
        if (parts.Select(part => ClipName.EventOf(part.Name)).FirstOrDefault(found => found is not null) is not { } eventName)
        {
            return null;
        }

        return (HasPart(parts, ClipName.FilmOf(eventName)), HasPart(parts, ClipName.SumOf(eventName))) switch
        {
            (false, _) => new Finding(FindingKind.ClipMissing, ClipName.SumOf(eventName).Value, "Its clip is not there."),
            _ when await judge.IsUnwantedAsync(eventName, cancellationToken) =>
                new Finding(FindingKind.ClipUnwanted, ClipName.FilmOf(eventName).Value, "No picture of its event is here, or a part of that was erased; if its batch still waits, a worker will delete the clip."),
            (_, false) => new Finding(FindingKind.ClipUnfinished, ClipName.FilmOf(eventName).Value, "A clip without its hash; if its batch still waits, a worker will write it."),
            _ => await CompareAsync(eventName, cancellationToken),
        };
    }

    private async Task<Finding?> CompareAsync(EventName eventName, CancellationToken cancellationToken)
    {
        var told = await clips.ReadSumAsync(eventName, cancellationToken);
        await using var film = await clips.OpenAsync(eventName, cancellationToken);
        if (film is null)
        {
            // Deleted meanwhile.
            return null;
        }

        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(film.Content, cancellationToken));
        return sha256 == told ? null : new Finding(FindingKind.ClipDiffers, ClipName.FilmOf(eventName).Value, $"It has SHA-256 {sha256}; {ClipName.SumFile} says {told ?? "nothing that can be read"}.");
    }

    private static bool HasPart(IReadOnlyList<ObjectProperties> parts, ObjectName name) => parts.Any(part => part.Name == name);
}
