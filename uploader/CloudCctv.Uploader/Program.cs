using System.CommandLine;
using CloudCctv.Uploader.Commands;

var root = new RootCommand("CloudCctv uploader: watches cameras, keeps what moved and takes it to the cloud.")
{
    RunCommand.Create(),
    MotionCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
