namespace CloudCctv.Analysis.Sightings;

/// <summary>A device sent two different pictures under one name. The first is evidence and stays.</summary>
public sealed class PictureConflictException(SightingName name)
    : Exception($"Another picture is already kept as '{name.Picture}'.");
