using System.CommandLine;
using CloudCctv.Demo;

var source = new Option<string>("--source") { Description = "File, folder of JPEGs, http(s)://…, rtsp(s)://… or /dev/videoN.", Required = true };
var store = new Option<DemoStore>("--store") { Description = "folder, or azurite: the local stand-in for Azure Storage." };
var speed = new Option<string>("--speed") { Description = "native or max.", DefaultValueFactory = _ => "native" };
speed.AcceptOnlyFromAmong("native", "max");
var once = new Option<bool>("--once") { Description = "Exit when all is processed." };
var json = new Option<string?>("--json") { Description = "Write the figures to this file." };
var data = new Option<string?>("--data") { Description = "Keep the data in this folder." };

var root = new RootCommand("Runs the main job of CloudCctv with real processes.") { source, store, speed, once, json, data };
root.SetAction((arguments, cancellationToken) => DemoCommand.RunAsync(
    new DemoOptions
    {
        Source = arguments.GetRequiredValue(source),
        Store = arguments.GetValue(store),
        MaxSpeed = arguments.GetValue(speed) == "max",
        // At full speed films would only lose pictures.
        Clips = arguments.GetValue(speed) != "max",
        DataFolder = Path.GetFullPath(arguments.GetValue(data) ?? Directory.CreateTempSubdirectory("cctv-demo-").FullName),
    },
    keepData: arguments.GetValue(data) is not null,
    arguments.GetValue(once),
    arguments.GetValue(json),
    cancellationToken));
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
