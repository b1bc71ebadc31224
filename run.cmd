@echo off
rem Opens the program on its sample workspace; makes .venv on the first run.
setlocal
cd /d "%~dp0"
set PYTHONUTF8=1
where py >nul 2>nul
if errorlevel 1 (python bootstrap.py run) else (py -3 bootstrap.py run)
set RESULT=%ERRORLEVEL%
if not "%RESULT%"=="0" pause
exit /b %RESULT%
