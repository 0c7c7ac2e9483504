namespace CloudCctv.Uploader.Motion.Adaptive;

/// <summary>Tells day from night by the brightness of the scene, not by the clock: a lit yard is day at midnight.</summary>
internal sealed class DayAndNight(NightOptions options)
{
    private const int FramesBetweenLooks = 32;

    // Day comes at a quarter more light than night, so that dusk does not flicker.
    private const double Hysteresis = 1.25;

    private int frames;

    public bool IsNight { get; private set; }

    /// <summary>To be asked once per frame.</summary>
    /// <returns>True if it has just become night or day.</returns>
    public bool Changes(SceneModel model)
    {
        if (frames++ % FramesBetweenLooks != 0)
        {
            return false;
        }

        var was = IsNight;
        IsNight = model.MeanLevel() < options.Below * (was ? Hysteresis : 1);
        return was != IsNight;
    }
}
