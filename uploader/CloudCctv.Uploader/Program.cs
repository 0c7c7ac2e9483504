using System.CommandLine;
using CloudCctv.Uploader.Commands;
using CloudCctv.Uploader.Decoder;

// For itself only: in no list of commands, and without their making, which takes longer than all it does before its first picture.
if (args is [DecoderProgram.Command])
{
    return DecoderProgram.Run();
}

var root = new RootCommand("CloudCctv uploader: watches cameras, keeps what moved and takes it to the cloud.")
{
    RunCommand.Create(),
    CheckCommand.Create(),
    MotionCommand.Create(),
    SchemaCommand.Create(),
    SettingsCommand.Create(),
    KeyCommand.Create(),
    DropboxCommand.Create(),
    PairCommand.Create(),
};

// A slow memory card may take its time to sync what is in hand when systemd says stop.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
