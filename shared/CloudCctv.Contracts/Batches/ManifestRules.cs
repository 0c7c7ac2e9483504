using System.Globalization;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Contracts.Batches;

/// <summary>The rules between the fields of a manifest, and between the manifest and the name of its batch.</summary>
internal static class ManifestRules
{
    // More than anybody draws into one picture; each sighting repeats them.
    private const int MaxZones = 100;

    // A device tells of twelve at most.
    private const int MaxChanges = 50;

    public static void Check(BatchManifest manifest, BatchName batch)
    {
        Require(Slug.IsValid(manifest.Device), "device", manifest.Device, Slug.Rule);
        RequireSame("site", manifest.Site, batch.Event.Site);
        RequireSame("camera", manifest.Camera, batch.Event.Camera);
        RequireSame("event", manifest.Event, batch.Event.Id);
        RequireSame("eventStart", manifest.EventStart, batch.Event.Start);
        RequireSame("part", manifest.Part, batch.Part);
        Require(IsSameCamera(manifest.Continues, batch.Event), "continues", manifest.Continues, "the name of an event of the same camera");
        Require(manifest.Clock is null or { Length: <= 40 }, "clock", manifest.Clock, "at most 40 characters");
        CheckClip(manifest.Clip, batch);
        Require(manifest.Frames.Count > 0 != batch.IsClip, "frames", $"({manifest.Frames.Count} frames)", batch.IsClip ? "empty in the batch of a clip" : "at least one frame");

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < manifest.Frames.Count; i++)
        {
            CheckFrame(manifest.Frames[i], $"frames[{i}]");
            Require(names.Add(manifest.Frames[i].Name), $"frames[{i}].name", manifest.Frames[i].Name, "a name that no other frame of the batch has");
        }
    }

    private static void CheckClip(ClipRecord? clip, BatchName batch)
    {
        Require((clip is not null) == batch.IsClip, "clip", clip is null ? "absent" : "there", $"there in part {BatchName.ClipPart}, and in no other");
        Require(clip is null or { Bytes: > 0 }, "clip.bytes", clip?.Bytes, "more than 0");
        Require(clip is null || IsSha256(clip.Sha256), "clip.sha256", clip?.Sha256, "64 lower-case hexadecimal digits");
    }

    // Lists from JSON may hold nulls, whatever their element type says.
    private static void CheckFrame(FrameRecord? frame, string field)
    {
        if (frame is null)
        {
            throw new ManifestException($"Manifest field '{field}' is null; it must be a frame.");
        }

        Require(FrameName.TryParse(frame.Name, out _), $"{field}.name", frame.Name, "nnnnnn-HHmmssfff.jpg");
        Require(frame.Time.Offset == TimeSpan.Zero, $"{field}.time", frame.Time, "a time in UTC");
        Require(frame.MotionScore is >= 0 and <= 1, $"{field}.motionScore", frame.MotionScore, "0 to 1");
        Require(frame.MotionBox is not { IsValid: false }, $"{field}.motionBox", frame.MotionBox, "left ≤ right and top ≤ bottom, all in 0..1");
        Require(frame.Sharpness is null or (>= 0 and < double.PositiveInfinity), $"{field}.sharpness", frame.Sharpness, "0 or more");
        Require(frame.Bytes > 0, $"{field}.bytes", frame.Bytes, "more than 0");
        Require(frame.Zones.Count <= MaxZones && frame.Zones.All(zone => zone is { Length: > 0 and <= 60 }), $"{field}.zones", $"({frame.Zones.Count} zones)", $"at most {MaxZones} names of 1 to 60 characters");
        Require(frame.Moment is null or FrameRecord.Before or FrameRecord.After, $"{field}.moment", frame.Moment, $"absent, {FrameRecord.Before} or {FrameRecord.After}");
        CheckChanges(frame, $"{field}.changes");
        Require(IsSha256(frame.Sha256), $"{field}.sha256", frame.Sha256, "64 lower-case hexadecimal digits");
    }

    private static void CheckChanges(FrameRecord frame, string field)
    {
        Require((frame.Changes is not null) == (frame.Moment == FrameRecord.After), field, frame.Changes is null ? "absent" : "there", $"there in a frame of the moment {FrameRecord.After}, and in no other");
        Require(frame.Changes is null or { Count: > 0 and <= MaxChanges }, field, $"({frame.Changes?.Count} changes)", $"1 to {MaxChanges} changes");
        for (var i = 0; i < frame.Changes?.Count; i++)
        {
            // Lists from JSON may hold nulls here, too.
            var change = (SceneChange?)frame.Changes[i];
            Require(SceneChange.IsKind(change?.Kind), $"{field}[{i}].kind", change?.Kind, $"{SceneChange.Removed} or {SceneChange.Left}");
            Require(change is { Box: { IsValid: true, Width: > 0, Height: > 0 } }, $"{field}[{i}].box", change?.Box, "left < right and top < bottom, all in 0..1");
            Require(change is { Difference: >= 0 and <= 1 }, $"{field}[{i}].difference", change?.Difference, "0 to 1");
        }
    }

    // Whether it is earlier is not asked: the clock of a device may be set back in the middle of it all.
    private static bool IsSameCamera(string? continues, EventName current) => continues is null
        || (EventName.TryParse(continues, out var before) && before.Site == current.Site && before.Camera == current.Camera);

    private static bool IsSha256(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    private static void RequireSame<T>(string field, T actual, T expected) =>
        Require(Equals(actual, expected), field, actual, $"{expected}, as the name of the batch says");

    private static void Require(bool holds, string field, object? value, string right)
    {
        if (!holds)
        {
            var shown = ShownText.Of(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null", 80);
            throw new ManifestException($"Manifest field '{field}' is '{shown}'; it must be {right}.");
        }
    }
}
