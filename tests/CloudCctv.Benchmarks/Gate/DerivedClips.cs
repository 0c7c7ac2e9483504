using CloudCctv.Tests.Support;

namespace CloudCctv.Benchmarks.Gate;

/// <summary>A clip to judge gates by.</summary>
/// <param name="Name">What was done to it.</param>
/// <param name="Path">MJPEG in AVI.</param>
/// <param name="Visits">First and last frame of each time that people are in view.</param>
internal sealed record GateClip(string Name, string Path, IReadOnlyList<(int First, int Last)> Visits);

/// <summary>
/// What weather, light and cheap cameras do to a picture, done to a real recording of six visits by ffmpeg: once to all of it,
/// where the visits must still be found, and once to a stretch in which nobody is there, where nothing must be found.
/// </summary>
internal sealed class DerivedClips(Clips clips)
{
    /// <summary>Counted by looking at the recording.</summary>
    private static readonly (int, int)[] Visits = [(65, 190), (230, 445), (510, 690), (745, 865), (935, 1190), (1235, 1355)];

    private const string Grey = "lutyuv=u=128:v=128";
    private const string Screen = "blend=c0_mode=screen:c0_opacity=0.7:c1_mode=normal:c2_mode=normal:shortest=1";

    // The same on the whole picture and over time; n is the number of the frame.
    private static readonly (string Name, string Filter)[] Effects =
    [
        ("plain", "null"),
        ("noise", "noise=alls=40:allf=t"),
        ("night", "hue=s=0,eq=brightness=-0.30:contrast=0.45,noise=alls=24:allf=t"),
        ("fog", "eq=contrast=0.35:brightness=0.1"),
        ("light-steps", "eq=eval=frame:brightness='0.18*gt(mod(n,120),59)'"),
        ("light-ramps", "eq=eval=frame:brightness='0.2*sin(n/40)'"),
        ("lamp", "split[a][b];[b]crop=iw/2:ih:0:0,eq=eval=frame:brightness='0.15*gt(mod(n,140),69)'[c];[a][c]overlay=0:0"),
        ("ir-switch", "colorchannelmixer=.7:0:.3:0:.7:0:.3:0:.7:0:.3:enable='gt(mod(n,200),99)',eq=eval=frame:contrast='1-0.3*gt(mod(n,200),99)'"),
        ("shake", "crop=iw-24:ih-24:'12+5*sin(n*1.9)+3*sin(n*0.7)':'12+4*cos(n*2.3)',scale=768:432"),
        ("rain", $"format=yuvj420p[a];nullsrc=s=384x216:r=10,format=gray,geq=lum='255*gt(random(1),0.9985)',scale=768:432:flags=neighbor,gblur=sigma=0.6:sigmaV=10,lutyuv=y='clip(val*9,0,255)',format=yuvj420p,{Grey}[r];[a][r]{Screen}"),
        ("snow", $"format=yuvj420p[a];nullsrc=s=128x72:r=10,format=gray,geq=lum='255*gt(random(1),0.994)',scale=768:432:flags=bicubic,format=yuvj420p,{Grey}[r];[a][r]{Screen}"),
        ("swaying-texture", "format=yuvj420p[a];nullsrc=s=320x220:r=10,format=yuvj420p,geq=lum='128+60*sin(X/5)*sin(Y/7+X/9)':cb=110:cr=120,trim=end_frame=1,loop=loop=-1:size=1,setpts=N/10/TB[t];[a][t]overlay=x='-20+5*sin(n/2.1)+3*sin(n/0.9)':y='-20+3*cos(n/1.7)':shortest=1"),
        ("jpeg-q30", "null"),
        ("2fps", "fps=2"),
    ];

    public static IEnumerable<string> Names => Effects.Select(effect => effect.Name).Append("real-tree");

    /// <summary>The whole recording under an effect.</summary>
    public GateClip WithVisits(string name) => new(
        name,
        Derive(Clips.OneByOne!, name, $"visits-{name}"),
        [.. Visits.Select(visit => name == "2fps" ? (visit.Item1 / 5, visit.Item2 / 5) : visit)]);

    /// <summary>A minute in which nobody is there, under the same effect.</summary>
    public GateClip Empty(string name) => new($"empty, {name}", Derive(Nobody(), name, $"empty-{name}"), []);

    /// <summary>Forty frames without people, forwards and backwards for a minute, so that there is no seam.</summary>
    private string Nobody()
    {
        var path = Path.Combine(clips.Folder("derived"), "nobody.avi");
        if (!File.Exists(path))
        {
            Make(path, 2, "-i", Clips.OneByOne!, "-vf", "select='between(n,462,500)',setpts=N/10/TB,split[a][b];[b]reverse[r];[a][r]concat=n=2,loop=loop=8:size=78:start=0,setpts=N/10/TB", "-frames:v", "600", "-r", "10");
        }

        return path;
    }

    private string Derive(string source, string name, string file)
    {
        var path = Path.Combine(clips.Folder("derived"), $"{file}.avi");
        if (name == "real-tree")
        {
            // The bush at the side of another recording, laid over a corner of this one.
            Make(path, 3, "-i", source, "-stream_loop", "3", "-i", Clips.Road!, "-filter_complex", "[1]setpts=N/10/TB,crop=130:90:0:0,scale=300:200[t];[0][t]overlay=0:0:shortest=1", "-r", "10");
            return path;
        }

        Make(path, name == "jpeg-q30" ? 22 : 3, "-i", source, "-filter_complex", Effects.Single(effect => effect.Name == name).Filter);
        return path;
    }

    private static void Make(string path, int quality, params string[] how) =>
        Ffmpeg.Run([.. how, "-c:v", "mjpeg", "-q:v", $"{quality}", "-pix_fmt", "yuvj420p", "-y", path]);
}
