namespace CloudCctv.Uploader.Motion.Lines;

/// <summary>What has crossed a line since the program started.</summary>
/// <param name="Name">Of the line.</param>
/// <param name="In">From its left side to its right.</param>
/// <param name="Out">From its right side to its left.</param>
public sealed record LineCount(string Name, long In, long Out);
