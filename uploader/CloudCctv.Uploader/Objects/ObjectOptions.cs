using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Uploader.Objects;

/// <summary>When the scene after motion is compared with the scene before it, for things that were taken or left.</summary>
public sealed record ObjectOptions
{
    /// <summary>Off by default: what stands still in a picture may be somebody's dog, and only some places want to know of things.</summary>
    public bool Enabled { get; init; }

    /// <summary>How long nothing may have moved before the scene counts as stable again. Longer lets people who stop go on.</summary>
    [Range(1.0, 600.0)]
    public double StableSeconds { get; init; } = 4;

    /// <summary>Share of the frame that the box around a change has at least. Below 0.0005 little is left of a thing in the gate's small picture.</summary>
    [Range(0.0001, 0.5)]
    public double MinimumArea { get; init; } = 0.001;

    /// <summary>Structural similarity below which a point has changed, 0.05 to 0.95. Higher finds fainter things, and more that are none.</summary>
    [Range(0.05, 0.95)]
    public double Similarity { get; init; } = 0.5;

    /// <summary>What has moved for longer is not compared: by then the shadows have moved, too.</summary>
    [Range(1.0, 1440.0)]
    public double MaximumMinutes { get; init; } = 30;

    /// <summary>Play a sound on the device when something was taken or left.</summary>
    public bool Beep { get; init; }

    /// <summary>The program that plays it and its arguments, one each; it gets a WAV file on its input. Ignored unless <see cref="Beep"/>.</summary>
    [Length(1, 20, ErrorMessage = "a list of 1 to 20 texts: [ \"aplay\", \"-q\", \"-\" ]")]
    public IReadOnlyList<string> BeepCommand { get; init; } = ["aplay", "-q", "-"];
}
