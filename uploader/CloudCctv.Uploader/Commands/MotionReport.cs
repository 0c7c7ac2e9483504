using System.Text.Json;
using System.Text.Json.Serialization;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Commands;

/// <summary>
/// Prints frames and events as they are decided. Frames of a suspicion are held back until it is an event or nothing, because
/// their lines say which event they belong to.
/// </summary>
internal sealed class MotionReport(TextWriter output, bool json)
{
    private readonly List<FrameLine> undecided = [];
    private int events;
    private bool ongoing;
    private long firstMotion;
    private long lastMotion;

    public void Add(Frame frame, Luma luma, MotionResult motion, EventStep step)
    {
        if (motion.Motion)
        {
            firstMotion = !ongoing && undecided.Count == 0 ? frame.Number : firstMotion;
            lastMotion = frame.Number;
        }

        undecided.Add(new FrameLine(frame.Number, frame.Time, motion.Motion, Math.Round(motion.Score, 5), Pixels(luma, motion), null));
        Decide(step);
    }

    public void Finish(EventStep step)
    {
        Decide(step);
        output.Flush();
    }

    private void Decide(EventStep step)
    {
        switch (step)
        {
            case EventStep.Suspected:
                return;
            case EventStep.Confirmed:
                ongoing = true;
                events++;
                Flush(events);
                return;
            case EventStep.Ongoing:
                Flush(events);
                return;
            case EventStep.Ended:
                Flush(events);
                ongoing = false;
                WriteEvent(new EventLine(events, firstMotion, lastMotion));
                return;
            default:
                Flush(null);
                return;
        }
    }

    private void Flush(int? eventNumber)
    {
        foreach (var line in undecided)
        {
            if (json)
            {
                output.WriteLine(JsonSerializer.Serialize(line with { Event = eventNumber }, MotionJson.Default.FrameLine));
            }
        }

        undecided.Clear();
    }

    private void WriteEvent(EventLine line) => output.WriteLine(json
        ? JsonSerializer.Serialize(line, MotionJson.Default.EventLine)
        : $"event {line.Event}: motion in frames {line.FirstFrame} to {line.LastFrame}");

    private static int[]? Pixels(Luma luma, MotionResult motion) => motion.Box is { } box
        ? [(int)(box.Left * luma.SourceWidth), (int)(box.Top * luma.SourceHeight), (int)Math.Ceiling(box.Right * luma.SourceWidth), (int)Math.Ceiling(box.Bottom * luma.SourceHeight)]
        : null;
}

/// <param name="Frame">Counted from 0.</param>
/// <param name="Time">UTC.</param>
/// <param name="Motion">Whether something moved.</param>
/// <param name="Score">Share of the watched area that moved, 0 to 1.</param>
/// <param name="Box">Left, top, right, bottom in pixels of the frame; null without motion.</param>
/// <param name="Event">Number of the event it belongs to, from 1; null if none.</param>
internal sealed record FrameLine(long Frame, DateTimeOffset Time, bool Motion, double Score, int[]? Box, int? Event);

/// <param name="Event">Counted from 1.</param>
/// <param name="FirstFrame">First with motion.</param>
/// <param name="LastFrame">Last with motion.</param>
internal sealed record EventLine(int Event, long FirstFrame, long LastFrame);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FrameLine))]
[JsonSerializable(typeof(EventLine))]
internal sealed partial class MotionJson : JsonSerializerContext;
