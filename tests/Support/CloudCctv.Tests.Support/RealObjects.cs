namespace CloudCctv.Tests.Support;

/// <summary>
/// A real visit (one-by-one-person.mp4, frames 501 to 699 of a room in which nobody is before and after), with a real thing, cut
/// out of vtest.avi, pasted onto the floor from or until the middle of it.
/// </summary>
public static class RealObjects
{
    public const int Width = 768;
    public const int Height = 432;

    /// <summary>Where the sign is put, pixels.</summary>
    public static readonly (int Left, int Top, int Right, int Bottom) Sign = (110, 290, 170, 370);

    /// <summary>Where the traffic cone is put, pixels.</summary>
    public static readonly (int Left, int Top, int Right, int Bottom) Cone = (640, 300, 690, 360);

    /// <summary>The light goes down in the course of the visit.</summary>
    public const string Dusk = "eq=eval=frame:brightness='-0.15*clip((n-110)/150,0,1)':contrast='1-0.2*clip((n-110)/150,0,1)'";

    /// <summary>From the middle of the visit on.</summary>
    public const string Later = "gte(n,200)";

    /// <summary>Until then.</summary>
    public const string Earlier = "lt(n,200)";

    /// <param name="folder">Where to.</param>
    /// <param name="sign">When the sign is there, as an expression of ffmpeg; null for never.</param>
    /// <param name="cone">The same of the cone.</param>
    /// <param name="effect">Done to all of it at last.</param>
    /// <returns>Its path: 420 frames at 10 per second.</returns>
    public static string Clip(TempFolder folder, string? sign, string? cone, string effect = "null")
    {
        var (room, street, clip) = (Footage.Find("one-by-one-person.mp4"), Footage.Find("vtest.avi"), folder.File("objects.avi"));
        var graph = string.Join(';',
            "[0:v]split=3[a][b][c]",
            Nobody("a", 462, 500, 100, "before"),
            "[b]select='between(n,501,700)',setpts=N/10/TB[visit]",
            Nobody("c", 701, 735, 120, "after"),
            "[before][visit][after]concat=n=3,settb=1/10,setpts=N[all]",
            $"[1:v]select='eq(n,10)',crop=30:40:414:202,scale=60:80,loop=420:1:0,settb=1/10,setpts=N[sign]",
            $"[2:v]select='eq(n,10)',crop=25:30:288:182,scale=50:60,loop=420:1:0,settb=1/10,setpts=N[cone]",
            $"[all][sign]overlay={Sign.Left}:{Sign.Top}:enable='{sign ?? "0"}'[one]",
            $"[one][cone]overlay={Cone.Left}:{Cone.Top}:enable='{cone ?? "0"}',{effect}");
        Ffmpeg.Run("-i", room, "-i", street, "-i", street, "-filter_complex", graph, "-frames:v", "420", "-r", "10", "-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p", clip);
        return clip;
    }

    // Forwards and backwards, so that there is no seam.
    private static string Nobody(string from, int first, int last, int frames, string name) =>
        $"[{from}]select='between(n,{first},{last})',setpts=N/10/TB,split[{name}1][{name}2];[{name}2]reverse[{name}r];"
        + $"[{name}1][{name}r]concat=n=2,loop=loop=9:size={2 * (last - first + 1)}:start=0,setpts=N/10/TB,trim=end_frame={frames}[{name}]";
}
