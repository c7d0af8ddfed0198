; The installer for Windows 10 and 11, for one user and without an administrator.  Compiled by installer/build_windows.py
; (NSIS 3.08 or later, UTF-8), which gives: VERSION, VERSION4, TREE (the built program), ICON, SIDE, OUT, SIZE (KB), ROOM (the
; longest folder it may be put in, so that no path in it gets longer than Windows allows).
;
; Everything of ours lies in <folder>\program; a new version is unpacked beside the old one and takes its place whole, so
; that a stop at any moment leaves one of the two.  Data lies elsewhere and is never touched.
;
; Silent: setup.exe /S [/DESKTOP] [/D=C:\folder, last and without quotes]; <folder>\uninstall.exe /S
; Left behind: 0 done, 1 cancelled, 2 stopped (a full disk), 3 the program is running, 4 not in this folder,
; 5 not on this Windows, 6 another setup is running.

Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
SetCompressorDictSize 64
CRCCheck force
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS all
AllowSkipFiles off
ShowInstDetails hide
ShowUninstDetails hide

!include MUI2.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include WordFunc.nsh
!include FileFunc.nsh

!define ID "louyu-desktop"
!define EXE "program\louyu-desktop.exe"
!define OURS "Software\${ID}"
!define LISTED "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define DATA "$LOCALAPPDATA\louyu_desktop"
!define NAME_CHINESE "楼宇党群服务站"
!define NAME_ENGLISH "Building Station"
!define TRIES 20

!define RUNNING 3
!define UNSUITABLE 4
!define OLD_WINDOWS 5
!define TWICE 6

Name "$(Title)"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${ID}"
InstallDirRegKey HKCU "${OURS}" "Folder"
BrandingText "louyu_desktop ${VERSION}"

; ------------------------------------------------------------------------------------------------- pages

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_ABORTWARNING
!define MUI_DIRECTORYPAGE_TEXT_TOP "$(FolderText)"
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE Suits
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_TITLE "$(DoneTitle)"
!define MUI_FINISHPAGE_TEXT "$(DoneText)"
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_TEXT "$(StartText)"
!define MUI_FINISHPAGE_RUN_FUNCTION Start
!define MUI_FINISHPAGE_SHOWREADME
!define MUI_FINISHPAGE_SHOWREADME_TEXT "$(DesktopText)"
!define MUI_FINISHPAGE_SHOWREADME_FUNCTION OnDesktop
!insertmacro MUI_PAGE_FINISH

!define MUI_UNCONFIRMPAGE_TEXT_TOP "$(KeptText)"
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES

!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"

!macro Say key chinese english
    LangString ${key} ${LANG_SIMPCHINESE} "${chinese}"
    LangString ${key} ${LANG_ENGLISH} "${english}"
!macroend
!define Say "!insertmacro Say"

${Say} Title "${NAME_CHINESE}" "${NAME_ENGLISH}"
${Say} FolderText "程序装到下面的文件夹里，只给当前的 Windows 用户用，不需要管理员。装过旧版的会换成新版，数据不动。" \
    "The program goes into the folder below, for the present Windows user alone; no administrator is needed. An older version is replaced, data is not touched."
${Say} DoneTitle "装好了" "Done"
${Say} DoneText "开始菜单里有「${NAME_CHINESE}」。数据只存在这台电脑上：${DATA}。" \
    "${NAME_ENGLISH} is in the Start menu. Data stays on this computer: ${DATA}."
${Say} StartText "现在打开" "Open it now"
${Say} DesktopText "在桌面上放一个图标" "Put an icon on the desktop"
${Say} KeptText "只移除程序，数据都留着：${DATA}（以及您自己选的站点文件夹和备份）。以后重新安装就能接着用。" \
    "Only the program is removed. All data stays: ${DATA} (and the station folders and backups you chose yourself). Install again to go on."
${Say} KeptLine "数据留在：${DATA}" "Data stays in: ${DATA}"
${Say} RunningText "程序正在运行。请先在程序里保存并退出，再按「重试」。" \
    "The program is running. Please save and close it, then retry."
${Say} HeldText "新版已经备好，但旧版的文件正被别的程序占用（可能是本程序，也可能是杀毒软件在扫描）。请退出本程序、稍等片刻再安装一次。旧版没有动。" \
    "The new version is ready, but something holds the files of the old one (this program, or a virus scanner). Please close it, wait a moment and install again. The old version is as it was."
${Say} OccupiedText "这个文件夹里已有别的文件：$INSTDIR$\n请换一个空文件夹，免得混在一起。" \
    "This folder already holds other files: $INSTDIR$\nPlease choose an empty one, so that nothing gets mixed up."
${Say} TooLongText "这个文件夹的路径太长，程序里的文件会超过 Windows 的限制：$INSTDIR$\n请换一个短一些的（不超过 ${ROOM} 个字）。" \
    "The path of this folder is too long for Windows: $INSTDIR$\nPlease choose a shorter one (at most ${ROOM} characters)."
${Say} WindowsText "需要 64 位的 Windows 10（1809）或更新的版本。这台电脑的 Windows 太旧，没有装。" \
    "Windows 10 (1809, 64 bit) or later is needed. Nothing was installed."
${Say} TwiceText "安装程序已经打开了一个。请在那个窗口里继续。" "Setup is already open. Please go on in that window."
${Say} NewerText "这台电脑上装着更新的版本 $0，这一份是 ${VERSION}。换回旧版后，新版升级过的数据要用升级前的备份才能打开。要换回旧版吗？" \
    "A newer version is installed ($0; this one is ${VERSION}). After going back, data that it upgraded opens from the backup made before only. Go back?"
${Say} RemainsText "有文件还被占用，没能全部移除。请重新启动电脑，再删掉这个文件夹：$INSTDIR" \
    "Some files are in use and could not be removed. Please restart the computer, then delete this folder: $INSTDIR"
${Say} ForeignText "这里没有要卸载的程序：$INSTDIR" "There is no program to uninstall here: $INSTDIR"

; ------------------------------------------------------------------------------------------- what it says

VIProductVersion "${VERSION4}"
VIFileVersion "${VERSION4}"
!macro Facts language name
    VIAddVersionKey /LANG=${language} "ProductName" "${name}"
    VIAddVersionKey /LANG=${language} "FileDescription" "${name}"
    VIAddVersionKey /LANG=${language} "FileVersion" "${VERSION}"
    VIAddVersionKey /LANG=${language} "ProductVersion" "${VERSION}"
    VIAddVersionKey /LANG=${language} "LegalCopyright" "Apache-2.0"
!macroend
!insertmacro Facts ${LANG_SIMPCHINESE} "${NAME_CHINESE}"
!insertmacro Facts ${LANG_ENGLISH} "${NAME_ENGLISH}"

; ------------------------------------------------------------------------------------------ refusing early

; Says the text and ends, with the code for who started us silently.
!macro Refuse text code
    MessageBox MB_OK|MB_ICONEXCLAMATION "${text}" /SD IDOK
    SetErrorLevel ${code}
    Quit
!macroend
!define Refuse "!insertmacro Refuse"

; Windows lets nobody write to a program that runs, whoever runs it and from which station folder.
!macro NotRunning
    ${DoWhile} ${FileExists} "$INSTDIR\${EXE}"
        SetFileAttributes "$INSTDIR\${EXE}" NORMAL
        ClearErrors
        FileOpen $1 "$INSTDIR\${EXE}" a
        ${IfNot} ${Errors}
            FileClose $1
            ${ExitDo}
        ${EndIf}
        ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RunningText)" /SD IDCANCEL IDCANCEL`
            SetErrorLevel ${RUNNING}
            Quit
        ${EndIf}
    ${Loop}
!macroend

Function .onInit
    SetShellVarContext current
    System::Call 'kernel32::CreateMutexW(p 0, i 0, w "Local\${ID}-setup") p .r1 ?e'
    Pop $0
    ${If} $0 = 183
        ${Refuse} "$(TwiceText)" ${TWICE}
    ${EndIf}
    ${IfNot} ${AtLeastBuild} 17763
        ${Refuse} "$(WindowsText)" ${OLD_WINDOWS}
    ${EndIf}
    ReadRegStr $0 HKCU "${LISTED}" "DisplayVersion"
    ${If} $0 != ""
        ${VersionCompare} "$0" "${VERSION}" $1
        ${If} $1 = 1
            ${If} ${Cmd} `MessageBox MB_OKCANCEL|MB_ICONQUESTION "$(NewerText)" /SD IDOK IDCANCEL`
                SetErrorLevel 1
                Quit
            ${EndIf}
        ${EndIf}
    ${EndIf}
FunctionEnd

; Pushes 1 when something lies in the folder and none of it is a program of ours, else 0.
Function Occupied
    Push 0
    ${If} ${FileExists} "$INSTDIR\${EXE}"
    ${OrIf} ${FileExists} "$INSTDIR\program.old\*.*"
    ${OrIf} ${FileExists} "$INSTDIR\program.new\*.*"
        Return
    ${EndIf}
    FindFirst $1 $2 "$INSTDIR\*.*"
    ${DoWhile} $2 != ""
        ${If} $2 != "."
        ${AndIf} $2 != ".."
            Pop $3
            Push 1
            ${ExitDo}
        ${EndIf}
        FindNext $1 $2
    ${Loop}
    FindClose $1
FunctionEnd

; When the folder is left, and once more before anything is written (a silent run shows no page).
Function Suits
    StrCpy $1 $INSTDIR 1 -1
    StrLen $2 $INSTDIR
    ${If} $1 == "\"
    ${AndIf} $2 > 3
        StrCpy $INSTDIR $INSTDIR -1
    ${EndIf}
    StrLen $1 $INSTDIR
    ${If} $1 > ${ROOM}
        MessageBox MB_OK|MB_ICONEXCLAMATION "$(TooLongText)" /SD IDOK
        SetErrorLevel ${UNSUITABLE}
        Abort
    ${EndIf}
    Call Occupied
    Pop $1
    ${If} $1 = 1
        MessageBox MB_OK|MB_ICONEXCLAMATION "$(OccupiedText)" /SD IDOK
        SetErrorLevel ${UNSUITABLE}
        Abort
    ${EndIf}
    !insertmacro NotRunning
    SetErrorLevel -1  ; as if never set
FunctionEnd

; ---------------------------------------------------------------------------------------------- installing

; Renames; tries for ten seconds, because virus scanners hold what was just written.  The error flag says how it went.
!macro Move from to
    StrCpy $2 0
    ${Do}
        ClearErrors
        Rename "${from}" "${to}"
        ${IfNot} ${Errors}
            ${ExitDo}
        ${EndIf}
        IntOp $2 $2 + 1
        ${If} $2 >= ${TRIES}
            SetErrors
            ${ExitDo}
        ${EndIf}
        Sleep 500
    ${Loop}
!macroend
!define Move "!insertmacro Move"

; What an earlier setup left that was stopped: the old program goes back, a new one that is not whole goes.
Function TidyUp
    ${If} ${FileExists} "$INSTDIR\program.old\*.*"
    ${AndIfNot} ${FileExists} "$INSTDIR\${EXE}"
        RMDir /r "$INSTDIR\program"
        Rename "$INSTDIR\program.old" "$INSTDIR\program"
    ${EndIf}
    RMDir /r "$INSTDIR\program.old"
    RMDir /r "$INSTDIR\program.new"
FunctionEnd

Function .onInstFailed
    SetOutPath "$INSTDIR"
    Call TidyUp
    SetOutPath "$TEMP"
    RMDir "$INSTDIR"
FunctionEnd

; Puts what is unpacked into the place of what was there; all or nothing.
Function TakePlace
    SetOutPath "$INSTDIR"
    ${If} ${FileExists} "$INSTDIR\program\*.*"
        ${Move} "$INSTDIR\program" "$INSTDIR\program.old"
        ${If} ${Errors}
            MessageBox MB_OK|MB_ICONEXCLAMATION "$(HeldText)" /SD IDOK
            SetErrorLevel ${RUNNING}
            Abort
        ${EndIf}
    ${EndIf}
    ${Move} "$INSTDIR\program.new" "$INSTDIR\program"
    ${If} ${Errors}
        MessageBox MB_OK|MB_ICONEXCLAMATION "$(HeldText)" /SD IDOK
        Abort
    ${EndIf}
    RMDir /r "$INSTDIR\program.old"
FunctionEnd

Section
    Call Suits
    Call TidyUp
    SetOutPath "$INSTDIR\program.new"
    File /r "${TREE}\*.*"
    Call TakePlace
    WriteUninstaller "$INSTDIR\uninstall.exe"
    WriteRegStr HKCU "${OURS}" "Folder" "$INSTDIR"
    WriteRegStr HKCU "${LISTED}" "DisplayName" "$(Title)"
    WriteRegStr HKCU "${LISTED}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${LISTED}" "Publisher" "louyu_desktop"
    WriteRegStr HKCU "${LISTED}" "DisplayIcon" '"$INSTDIR\${EXE}"'
    WriteRegStr HKCU "${LISTED}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${LISTED}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${LISTED}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKCU "${LISTED}" "EstimatedSize" ${SIZE}
    WriteRegDWORD HKCU "${LISTED}" "NoModify" 1
    WriteRegDWORD HKCU "${LISTED}" "NoRepair" 1
    Call InMenu
    ${GetParameters} $1
    ClearErrors
    ${GetOptions} $1 "/DESKTOP" $2
    ${IfNot} ${Errors}
        Call OnDesktop
    ${EndIf}
    ClearErrors
SectionEnd

; Shortcuts start the program in the person's own folder: what works in ours could not be replaced.
Function InMenu
    SetOutPath "$PROFILE"
    Delete "$SMPROGRAMS\${NAME_CHINESE}.lnk"
    Delete "$SMPROGRAMS\${NAME_ENGLISH}.lnk"
    CreateShortcut "$SMPROGRAMS\$(Title).lnk" "$INSTDIR\${EXE}"
FunctionEnd

Function OnDesktop
    SetOutPath "$PROFILE"
    CreateShortcut "$DESKTOP\$(Title).lnk" "$INSTDIR\${EXE}"
FunctionEnd

Function Start
    SetOutPath "$PROFILE"
    Exec '"$INSTDIR\${EXE}"'
FunctionEnd

; -------------------------------------------------------------------------------------------- uninstalling

Function un.onInit
    SetShellVarContext current
    ReadRegStr $1 HKCU "${OURS}" "Folder"
    ${If} $1 != $INSTDIR
    ${AndIfNot} ${FileExists} "$INSTDIR\${EXE}"
        ${Refuse} "$(ForeignText)" ${UNSUITABLE}
    ${EndIf}
    !insertmacro NotRunning
FunctionEnd

Section Uninstall
    SetOutPath "$TEMP"
    Delete "$INSTDIR\${EXE}"
    RMDir /r "$INSTDIR\program"
    RMDir /r "$INSTDIR\program.old"
    RMDir /r "$INSTDIR\program.new"
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\${NAME_CHINESE}.lnk"
    Delete "$SMPROGRAMS\${NAME_ENGLISH}.lnk"
    Delete "$DESKTOP\${NAME_CHINESE}.lnk"
    Delete "$DESKTOP\${NAME_ENGLISH}.lnk"
    DeleteRegKey HKCU "${LISTED}"
    DeleteRegKey HKCU "${OURS}"
    DetailPrint "$(KeptLine)"
    ${If} ${FileExists} "$INSTDIR\program\*.*"
        MessageBox MB_OK|MB_ICONEXCLAMATION "$(RemainsText)" /SD IDOK
        SetErrorLevel 2
    ${EndIf}
SectionEnd
