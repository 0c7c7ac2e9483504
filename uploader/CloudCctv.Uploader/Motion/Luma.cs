namespace CloudCctv.Uploader.Motion;

/// <summary>
/// The brightness of a frame at a quarter of its sides, one byte per pixel, rows without padding. It stays the reader's or the
/// frame's: it is gone with the next frame or when this one is disposed.
/// </summary>
/// <param name="Pixels">Width × height bytes.</param>
/// <param name="Width">Of this copy, pixels.</param>
/// <param name="Height">Of this copy, pixels.</param>
/// <param name="SourceWidth">Of the frame, pixels.</param>
/// <param name="SourceHeight">Of the frame, pixels.</param>
public readonly record struct Luma(ReadOnlyMemory<byte> Pixels, int Width, int Height, int SourceWidth, int SourceHeight);
