namespace CloudCctv.Detection;

/// <summary>Five points of a face. Right and left are the person's own.</summary>
/// <typeparam name="TPoint">Whose pixels: <see cref="ImagePoint"/> or <see cref="Decoders.ModelPoint"/>.</typeparam>
public sealed record FaceLandmarks<TPoint>(TPoint RightEye, TPoint LeftEye, TPoint NoseTip, TPoint RightMouthCorner, TPoint LeftMouthCorner)
{
    /// <summary>The same points in other pixels.</summary>
    public FaceLandmarks<TOther> Map<TOther>(Func<TPoint, TOther> move) => new(
        move(RightEye), move(LeftEye), move(NoseTip), move(RightMouthCorner), move(LeftMouthCorner));
}
