using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudCctv.Uploader.Running;

/// <summary>What a run has done, for scripts: written as JSON at its end.</summary>
public sealed record UploaderSummary
{
    public long FramesSeen { get; init; }

    public long FramesMoved { get; init; }

    public int Events { get; init; }

    /// <summary>Motion that was over too soon to be an event.</summary>
    public int EventsDismissed { get; init; }

    /// <summary>Clips that were finished.</summary>
    public int Clips { get; init; }

    /// <summary>Frames that are missing in clips, because the computer could not keep up. Evidence is not affected.</summary>
    public int ClipFramesDropped { get; init; }

    public int Batches { get; init; }

    public int BatchesDelivered { get; init; }

    public int BatchesRejected { get; init; }

    public long BytesUploaded { get; init; }

    /// <summary>Parts that a crash or a full disk had left, and that became batches.</summary>
    public int PartsFinished { get; init; }

    /// <summary>Parts that a crash had left without a whole frame.</summary>
    public int PartsEmpty { get; init; }

    /// <summary>Batches that were given up for want of space, or found none.</summary>
    public long BatchesEvicted { get; init; }

    /// <summary>Clips that gave up their place in the spool to pictures; the device keeps them.</summary>
    public long ClipsEvicted { get; init; }

    /// <summary>Batches that are still waiting.</summary>
    public int SpoolLeft { get; init; }

    public void WriteTo(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, SummaryJson.Default.UploaderSummary));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UploaderSummary))]
internal sealed partial class SummaryJson : JsonSerializerContext;
