using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Alerts.EventGrid;
using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Claims;
using CloudCctv.Analysis.Devices;
using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Health;
using CloudCctv.Analysis.Hosting;
using CloudCctv.Analysis.Inbox;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Retention;
using CloudCctv.Analysis.Sweep;
using CloudCctv.Analysis.Telemetry;
using CloudCctv.Analysis.Tracks;
using CloudCctv.Analysis.Tracks.Rules;
using CloudCctv.Analysis.Tracks.Stills;
using CloudCctv.Detection;
using Microsoft.Extensions.Options;

namespace CloudCctv.Analysis;

/// <summary>Everything that can be set about the cloud side, a section per stage. All have defaults.</summary>
public sealed record AnalysisOptions
{
    [ValidateObjectMembers]
    public IntakeOptions Intake { get; init; } = new();

    [ValidateObjectMembers]
    public DetectorOptions Detector { get; init; } = new();

    [ValidateObjectMembers]
    public SightingOptions Sightings { get; init; } = new();

    /// <summary>What counts on which camera.</summary>
    [ValidateEnumeratedItems]
    public IReadOnlyList<CameraRules> Cameras { get; init; } = [];

    [ValidateObjectMembers]
    public StillOptions Stills { get; init; } = new();

    [ValidateObjectMembers]
    public SecondModelOptions SecondModel { get; init; } = new();

    [ValidateObjectMembers]
    public FaceOptions Faces { get; init; } = new();

    [ValidateObjectMembers]
    public ClaimOptions Claims { get; init; } = new();

    [ValidateObjectMembers]
    public AlertOptions Alerts { get; init; } = new();

    /// <summary>Where other systems can subscribe to what happens.</summary>
    [ValidateObjectMembers]
    public EventGridOptions EventGrid { get; init; } = new();

    [ValidateObjectMembers]
    public HealthOptions Health { get; init; } = new();

    [ValidateObjectMembers]
    public TelemetryOptions Telemetry { get; init; } = new();

    [ValidateObjectMembers]
    public WorkerOptions Worker { get; init; } = new();

    [ValidateObjectMembers]
    public SweepOptions Sweep { get; init; } = new();

    [ValidateObjectMembers]
    public RetentionOptions Retention { get; init; } = new();

    [ValidateObjectMembers]
    public DropboxOptions Dropbox { get; init; } = new();

    [ValidateObjectMembers]
    public DeviceOptions Devices { get; init; } = new();
}

/// <summary>Checks every section; a fault names its key and the allowed range.</summary>
[OptionsValidator]
internal sealed partial class AnalysisOptionsValidator : IValidateOptions<AnalysisOptions>;
