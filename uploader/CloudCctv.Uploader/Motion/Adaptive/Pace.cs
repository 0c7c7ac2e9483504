namespace CloudCctv.Uploader.Motion.Adaptive;

/// <summary>How the averages of a <see cref="SceneModel"/> follow one picture.</summary>
/// <param name="SlowShift">The slow average moves by 2^−shift of the difference.</param>
/// <param name="FastShift">The same for the fast one; smaller.</param>
/// <param name="Light">Added to the whole slow average first, fixed point: the light has changed by so much.</param>
internal readonly record struct Pace(int SlowShift, int FastShift, short Light = 0);
