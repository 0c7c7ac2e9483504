using System.Text.Json.Serialization;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Json;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Quarantine;

/// <summary>Why something is in quarantine; lies beside it as <c>NAME.reason.json</c>.</summary>
public sealed record QuarantineReason
{
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    public required BatchFault Code { get; init; }

    /// <summary>One sentence for people.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was set aside, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>How many times the queue had delivered it by then.</summary>
    public required int DequeueCount { get; init; }

    /// <summary>The batch; null for a message that names none.</summary>
    public BatchName? Batch { get; init; }

    /// <summary>Frames at fault, when the rest of the batch was worked on; empty when nothing was.</summary>
    public IReadOnlyList<BadFrame> BadFrames { get; init; } = [];
}

/// <summary>A frame that could not be used.</summary>
/// <param name="Frame">Its name in the manifest.</param>
/// <param name="Code">What is wrong.</param>
/// <param name="Reason">The same in one sentence.</param>
public sealed record BadFrame(string Frame, BatchFault Code, string Reason);

/// <param name="Evidence">Name of the object that was set aside.</param>
/// <param name="Reason">Why.</param>
public sealed record QuarantinedItem(Storage.Objects.ObjectName Evidence, QuarantineReason Reason);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    WriteIndented = true,
    NewLine = "\n",
    MaxDepth = 8,
    Converters = [typeof(BatchNameConverter)])]
[JsonSerializable(typeof(QuarantineReason))]
internal sealed partial class QuarantineJson : JsonSerializerContext;
